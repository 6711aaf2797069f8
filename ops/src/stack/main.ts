/**
 * `npm start`. The version is looked at before anything is loaded that an old Node could not even parse.
 */
const OLDEST_NODE = 20;
const major = Number.parseInt(process.versions.node, 10);

if (major < OLDEST_NODE) {
  console.error(
    `This is Node.js ${process.versions.node}. Install Node.js ${OLDEST_NODE} or newer: https://nodejs.org`,
  );
  process.exitCode = 1;
} else {
  const { run } = await import('./run.ts');
  const { loadDemoData } = await import('../demo/load-demo-data.ts');
  process.exit(await run({ frontend: true, demoData: loadDemoData }));
}
