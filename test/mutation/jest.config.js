const { projects } = require('../../jest.config');

const [{ displayName: _, ...level }] = projects;

/** The tests of one level, without its name. Which ones, `rings.ts` says. */
module.exports = level;
