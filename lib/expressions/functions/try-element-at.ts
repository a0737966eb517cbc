import { elementAccess } from './collection/element-access.ts'

export const tryElementAt = elementAccess('try_element_at', true, 'Like `element_at`, but null outside the array.')
