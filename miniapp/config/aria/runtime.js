import { mergeInternalComponents } from '@tarojs/shared';
import { components } from './attributes.cjs';

mergeInternalComponents(components);
