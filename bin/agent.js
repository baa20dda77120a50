#!/usr/bin/env node
'use strict';
const { join } = require('node:path');
const { load } = require('./load.js');

load(join(__dirname, '../dist'))
  .main.main(process.argv.slice(2))
  .then(
    (code) => process.exit(code),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
