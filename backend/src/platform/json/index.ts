export { parseJsonText } from './parse-json-text.ts';
export { isRawNumber, rawNumber } from './raw-number.ts';
