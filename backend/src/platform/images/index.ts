export { type CleanPng, cleanPng, PngError } from './clean-png.ts';
