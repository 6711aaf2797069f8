import { Ctx, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { subscribeToEvents } from '../../platform/graphql/index.ts';
import { ownWallet } from '../accounts/wallet-scope.ts';
import type { WalletServices } from '../ports.ts';
import { showWallet, type WalletView } from './show-wallet.ts';
import { WalletType } from './wallet.type.ts';

type Context = GraphQLContext<WalletServices>;

@Resolver()
export class WalletResolver {
  @Query(() => WalletType, { description: 'Your balances.' })
  wallet(@Ctx() context: Context): Promise<WalletView> {
    return showWallet(context.services, ownWallet(context.requirePerson()));
  }

  @Subscription(() => WalletType, {
    description: 'Your balances now, and after every change of them.',
    subscribe: ({ context }: { context: Context }) => {
      const { services } = context;
      const scope = ownWallet(context.requirePerson());
      return subscribeToEvents<WalletView>({
        liveEvents: services.liveEvents,
        matches: ({ type, subjectId }) => type === 'wallet.updated' && subjectId === scope.personId,
        initial: async () => [await showWallet(services, scope)],
        read: () => showWallet(services, scope),
      });
    },
  })
  walletUpdated(@Root() wallet: WalletView): WalletView {
    return wallet;
  }
}
