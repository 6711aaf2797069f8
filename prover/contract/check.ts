// npm run contract:check: fails unless the committed binary is what the committed source compiles to.
import { readFile } from 'node:fs/promises';
import { vkOf } from '@charmbills/charms';
import { compile } from './compile.ts';

const committedVk = (await readFile(new URL('./build/subscription.sha256', import.meta.url), 'utf8')).trim();
const committed = vkOf(await readFile(new URL('./build/subscription.wasm', import.meta.url)));
const rebuilt = vkOf(await compile());

if (committed === committedVk && rebuilt === committedVk) {
  console.log(`subscription.wasm is reproduced from its source: vk ${committedVk}`);
} else {
  console.error(
    [
      'The contract is not what its source says.',
      `  build/subscription.sha256  ${committedVk}`,
      `  build/subscription.wasm    ${committed}`,
      `  compiled from assembly/    ${rebuilt}`,
      'Run `npm run contract:build` and commit the result. A new vk means that new plans use the new',
      'contract and plans already minted keep theirs.',
    ].join('\n'),
  );
  process.exitCode = 1;
}
