#!/usr/bin/env node
'use strict';
// On a Node that is too old, one line before it meets what it cannot read or does not have: this file is in the JavaScript
// that every Node knows.
var NEEDED = [22, 12];
var found = process.versions.node.split('.').map(Number);
if (found[0] < NEEDED[0] || (found[0] === NEEDED[0] && found[1] < NEEDED[1])) {
  console.error(
    'This agent needs Node ' +
      NEEDED.join('.') +
      ' or later; this is Node ' +
      found.join('.') +
      ', ' +
      process.execPath,
  );
  process.exit(1);
}

var join = require('path').join;
require('./load.js')
  .load(join(__dirname, '../dist'))
  .main.main(process.argv.slice(2))
  .then(
    function (code) {
      process.exit(code);
    },
    function (error) {
      console.error(error);
      process.exit(1);
    },
  );
