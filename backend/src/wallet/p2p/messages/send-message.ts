import type { PersonScope } from '../../../identity/index.ts';
import { recordEvents } from '../../../platform/events/index.ts';
import { newId } from '../../../platform/ids.ts';
import { MessageLimitError, TradeStateError } from '../p2p.errors.ts';
import type { P2pServices } from '../p2p-services.ts';
import { readText } from '../read-input.ts';
import { actOnTrade, type TradeRequest } from '../trades/act-on-trade.ts';
import { lockAs } from '../trades/lock-as.ts';
import { isOpen } from '../trades/trade.ts';
import { tradeEvents } from '../trades/trade-events.ts';
import { countMessages, insertMessage } from './message.repository.ts';

/** What the two of a trade may say altogether. */
export const MESSAGES_LIMIT = 200;
const MAX_TEXT = 1_000;

/**
 * Says something to the other side of a trade while it is open. Operators read it when they decide a dispute.
 * @throws NotFoundError, TradeStateError, MessageLimitError, InvalidInputError, IdempotencyKeyReusedError
 */
export async function sendMessage(
  services: Pick<P2pServices, 'database' | 'clock'>,
  person: PersonScope,
  request: TradeRequest & { readonly text: string },
): Promise<void> {
  const { tradeId } = request;
  const text = readText('text', request.text, { max: MAX_TEXT });
  const asked = { ...request, operation: 'p2p_message.send', input: { text } };
  await actOnTrade(services, person, asked, async (tx, now) => {
    const trade = await lockAs(tx, person, tradeId);
    if (!isOpen(trade.status)) throw new TradeStateError(trade.status);
    if ((await countMessages(tx, tradeId)) >= MESSAGES_LIMIT) throw new MessageLimitError(MESSAGES_LIMIT);
    await insertMessage(tx, {
      id: newId('message'),
      tradeId,
      senderId: person.personId,
      text,
      createdAt: now,
    });
    await recordEvents(tx, now, tradeEvents(trade, 'message'));
  });
}
