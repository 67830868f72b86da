/** Settings trees that records read, catalogues of named kinds, and errors that name the key. */
@NullMarked
package org.dapple.core.settings;

import org.jspecify.annotations.NullMarked;
