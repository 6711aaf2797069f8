// npm run contract:build: writes the contract's binary and its SHA-256, the vk of every plan minted with it.
import { writeFile } from 'node:fs/promises';
import { vkOf } from '@charmbills/charms';
import { compile } from './compile.ts';

const wasm = await compile();
const vk = vkOf(wasm);
await writeFile(new URL('./build/subscription.wasm', import.meta.url), wasm);
await writeFile(new URL('./build/subscription.sha256', import.meta.url), `${vk}\n`);
console.log(`subscription.wasm: ${wasm.length} bytes, vk ${vk}`);
