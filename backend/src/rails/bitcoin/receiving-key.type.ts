import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { ReceivingScript } from '../../bitcoin/index.ts';
import { DateTime } from '../../platform/graphql/index.ts';

export const ReceivingScriptEnum = {
  PKH: 'p2pkh',
  SH_WPKH: 'p2sh-p2wpkh',
  WPKH: 'p2wpkh',
  TR: 'p2tr',
} as const satisfies Record<string, ReceivingScript>;

registerEnumType(ReceivingScriptEnum, {
  name: 'ReceivingScript',
  description: 'What addresses a key makes: PKH (BIP 44), SH_WPKH (BIP 49), WPKH (BIP 84), TR (BIP 86).',
});

@ObjectType('ReceivingKey', { description: 'The public key whose addresses invoices are paid to.' })
export class ReceivingKeyType {
  @Field(() => String, { description: 'As an output descriptor with its checksum.' })
  declare descriptor: string;

  @Field(() => ReceivingScriptEnum)
  declare script: ReceivingScript;

  @Field(() => [String], { description: 'The first that follow from it: compare them with your wallet.' })
  declare firstAddresses: readonly string[];

  @Field(() => Int, { description: 'Addresses given out so far, to any merchant here.' })
  declare nextIndex: number;

  @Field(() => Int, { description: 'Addresses given out since the last that was paid to.' })
  declare unpaidRun: number;

  @Field(() => Int, {
    description: 'Set the gap limit of your wallet to this at least, or it may not find all payments.',
  })
  declare gapLimit: number;

  @Field(() => DateTime, { nullable: true, description: 'Since when it is in use; null while it is not.' })
  declare createdAt: Date | null;
}

@InputType()
export class ReceivingKeyInput {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => String, {
    description:
      'An extended public key (xpub, ypub, zpub, tpub, upub, vpub) or an output descriptor such as wpkh([…]xpub…/0/*).',
  })
  declare key: string;

  @Field(() => ReceivingScriptEnum, {
    nullable: true,
    description: 'Needed for an xpub or tpub, which does not say it.',
  })
  declare script?: ReceivingScript | null;
}

@InputType()
export class SetReceivingKeyInput extends ReceivingKeyInput {
  @Field(() => String, { description: 'The first address of the key, as your own wallet shows it.' })
  declare firstAddress: string;
}
