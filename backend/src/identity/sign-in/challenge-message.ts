/** What the message that a wallet shows must say, so that its owner knows what they sign and for whom. */
export interface ChallengeFacts {
  readonly address: string;
  readonly domain: string;
  readonly network: string;
  readonly nonce: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** The text to sign. It names everything that a signature is good for, so it is good for nothing else. */
export function challengeMessage(facts: ChallengeFacts): string {
  return [
    'CharmBills wants you to sign in with your Bitcoin address:',
    facts.address,
    '',
    'Signing this message costs nothing and moves no money.',
    '',
    `Domain: ${facts.domain}`,
    `Network: ${facts.network}`,
    `Nonce: ${facts.nonce}`,
    `Issued: ${facts.issuedAt.toISOString()}`,
    `Expires: ${facts.expiresAt.toISOString()}`,
  ].join('\n');
}
