export { type Architecture, architectureOf } from './architecture.ts';
export { type Program, type ProgramName, provisionProgram } from './programs.ts';
export { hasDebianTools, RELEASE, unpackPackages } from './unpack-packages.ts';
