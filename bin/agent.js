#!/usr/bin/env node
const { main } = await import('../dist/main.js');
process.exit(await main(process.argv.slice(2)));
