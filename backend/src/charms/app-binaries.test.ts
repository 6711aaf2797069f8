import { vkOf } from '@charmbills/charms';
import { expect, test } from 'vitest';
import { createAppBinaries } from './app-binaries.ts';
import { AppBinaryUnknownError } from './charms.errors.ts';

const NONE = { APP_BINARY_BASE64: undefined, HARDCODED_APP_VK: undefined };
const own = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
const configured = {
  APP_BINARY_BASE64: Buffer.from(own).toString('base64'),
  HARDCODED_APP_VK: vkOf(own),
};

test('without configuration the contract that ships rules new plans', () => {
  const binaries = createAppBinaries(NONE);
  expect(vkOf(binaries.binaryOf(binaries.currentVk))).toBe(binaries.currentVk);
});

test('a configured contract rules new plans, and plans of the shipped one go on', () => {
  const shippedVk = createAppBinaries(NONE).currentVk;
  const binaries = createAppBinaries(configured);
  expect(binaries.currentVk).toBe(vkOf(own));
  expect(binaries.binaryOf(vkOf(own))).toEqual(own);
  expect(vkOf(binaries.binaryOf(shippedVk))).toBe(shippedVk);
});

test('a binary that is not the one of its key stops the start', () => {
  expect(() => createAppBinaries({ ...configured, HARDCODED_APP_VK: 'ab'.repeat(32) })).toThrow(
    `the hash of APP_BINARY_BASE64 is ${vkOf(own)}`,
  );
});

test('a contract that is not installed is named', () => {
  expect(() => createAppBinaries(NONE).binaryOf('ab'.repeat(32))).toThrow(AppBinaryUnknownError);
});
