/** Stands in for stylesheets and pictures. */
module.exports = {};
