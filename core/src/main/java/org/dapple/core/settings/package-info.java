/** Settings as a tree that records read, catalogues of what has a name, and refusals that name the key. */
@NullMarked
package org.dapple.core.settings;

import org.jspecify.annotations.NullMarked;
