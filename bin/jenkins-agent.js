#!/usr/bin/env node
'use strict';
// The same program under the name of the official image's entrypoint, whose rules for the environment it then follows.
require('./agent.js');
