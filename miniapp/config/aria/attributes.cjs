/**
 * The aria attributes that survive into WeChat's templates, which drop every attribute they do not know.
 * Each costs about 250 bytes a component, so the list holds only what the primitives use.
 */
const attributes = [
  'aria-role',
  'aria-label',
  'aria-hidden',
  'aria-checked',
  'aria-selected',
  'aria-disabled',
  'aria-live',
  'aria-modal',
];

const components = Object.fromEntries(
  ['View', 'Text', 'Button', 'Input', 'Textarea', 'Image', 'ScrollView', 'Canvas'].map((name) => [
    name,
    Object.fromEntries(attributes.map((attribute) => [attribute, ''])),
  ]),
);

module.exports = { components };
