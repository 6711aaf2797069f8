import { type Program, type ProgramName, provisionProgram } from '../../stack/debian/index.ts';

/** How to run a program, or undefined where it cannot be had, which is then said: tests of it are skipped. */
export async function obtainProgram(name: ProgramName): Promise<Program | undefined> {
  try {
    return await provisionProgram(name);
  } catch (error) {
    console.warn(`Tests are skipped: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}
