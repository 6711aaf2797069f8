import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { addressKey } from '../../platform/rate-limit/index.ts';
import { MembershipType } from '../merchants/merchant.type.ts';
import { listMemberships } from '../merchants/merchants.repository.ts';
import type { GraphQLContext } from '../request-context.ts';
import { createChallenge } from './create-challenge.ts';
import { signIn } from './sign-in.ts';
import { ChallengeType, PersonType, SessionType, toPersonType } from './sign-in.type.ts';
import { signOut } from './sign-out.ts';

@Resolver(() => PersonType)
export class SignInResolver {
  @Mutation(() => ChallengeType, { description: 'First step: gives the message to sign.' })
  async signInChallenge(
    @Ctx() { services, ip }: GraphQLContext,
    @Arg('address', () => String, { description: 'Native segwit of one key, or taproot.' }) address: string,
  ): Promise<ChallengeType> {
    await services.rateLimits.spend('sign_in', addressKey(ip));
    return createChallenge(services, address);
  }

  @Mutation(() => SessionType, { description: 'Second step: gives a session for the signed message.' })
  async signIn(
    @Ctx() { services, ip }: GraphQLContext,
    @Arg('challengeId', () => ID) challengeId: string,
    @Arg('signature', () => String, { description: 'BIP-322, simple or full, base64.' }) signature: string,
    @Arg('publicKey', () => String, {
      nullable: true,
      description: 'The public key behind the address in hex, for wallets that want to see it in PSBTs.',
    })
    publicKey?: string | null,
  ): Promise<SessionType> {
    await services.rateLimits.spend('sign_in', addressKey(ip));
    const { token, expiresAt, person } = await signIn(services, { challengeId, signature, publicKey });
    return { token, expiresAt, person: toPersonType(person) };
  }

  @Mutation(() => Boolean, { description: 'Ends the session of this request, everywhere.' })
  async signOut(@Ctx() context: GraphQLContext): Promise<boolean> {
    await signOut(context.services, context.requirePerson());
    return true;
  }

  @Query(() => PersonType, { description: 'Who is signed in.' })
  me(@Ctx() context: GraphQLContext): PersonType {
    return toPersonType(context.requirePerson());
  }

  @FieldResolver(() => [MembershipType], { description: 'The merchants they are a member of.' })
  async merchants(
    @Root() { scope }: PersonType,
    @Ctx() { services }: GraphQLContext,
  ): Promise<MembershipType[]> {
    return listMemberships(services.database.client, scope);
  }
}
