/** Plain DOM stand-ins for @tarojs/components: jsdom has no place for its custom elements. */
import { createElement, forwardRef, type ReactNode, type SyntheticEvent } from 'react';

type Props = Record<string, unknown> & { children?: ReactNode };

/** Taro's own properties, unknown to DOM elements. */
const DROPPED = new Set(
  (
    'hoverClass hoverStartTime hoverStayTime hoverStopPropagation formType openType scrollX scrollY scrollWithAnimation ' +
    'scrollIntoView scrollTop enhanced showScrollbar mode lazyLoad maxlength confirmType onConfirm nodes range rangeKey ' +
    'fields start end nativeProps adjustPosition autoHeight cursorSpacing disableScroll canvasId userSelect selectable'
  ).split(' '),
);

const VOID_TAGS = new Set(['input', 'img', 'textarea']);

/** Taro's input events carry the value in `detail`. */
const withDetail = (handler: unknown) => (event: SyntheticEvent<HTMLInputElement>) => {
  const { target, currentTarget } = event;
  (handler as (event: unknown) => void)({
    type: event.type,
    target,
    currentTarget,
    detail: { value: currentTarget.value },
  });
};

function make(name: string, tag: string) {
  const Component = forwardRef<HTMLElement, Props>((given, ref) => {
    const { children, ...props } = given as { children?: ReactNode } & Record<string, unknown>;
    const kept: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(props)) if (!DROPPED.has(key)) kept[key] = value;
    if (typeof props.maxlength === 'number' && props.maxlength > 0) kept.maxLength = props.maxlength;
    // Native properties are set on the element by their own names; React spells this one differently.
    const { autocomplete, ...native } = (props.nativeProps ?? {}) as Record<string, unknown>;
    Object.assign(kept, native, autocomplete === undefined ? {} : { autoComplete: autocomplete });
    for (const event of ['onInput', 'onBlur', 'onFocus'])
      if (VOID_TAGS.has(tag) && kept[event]) kept[event] = withDetail(kept[event]);
    if (typeof props.nodes === 'string') kept.dangerouslySetInnerHTML = { __html: props.nodes };
    // React wants onChange beside a value; Taro's fields report through onInput.
    if (tag !== 'img' && VOID_TAGS.has(tag) && kept.value !== undefined) kept.onChange ??= () => undefined;
    return createElement(tag, { ...kept, ref }, ...(VOID_TAGS.has(tag) || props.nodes !== undefined ? [] : [children]));
  });
  Component.displayName = name;
  return Component;
}

export const View = make('View', 'div');
export const Text = make('Text', 'span');
export const Button = make('Button', 'button');
export const Image = make('Image', 'img');
export const Form = make('Form', 'form');
export const Label = make('Label', 'label');
export const ScrollView = make('ScrollView', 'div');
export const Block = make('Block', 'div');
export const Input = make('Input', 'input');
export const Textarea = make('Textarea', 'textarea');
export const Swiper = make('Swiper', 'div');
export const SwiperItem = make('SwiperItem', 'div');
export const Picker = make('Picker', 'div');
export const Canvas = make('Canvas', 'canvas');
export const RichText = make('RichText', 'div');
