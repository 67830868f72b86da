/** Files that are whole or not there, locks, checksums, fingerprints, JSON. */
@NullMarked
package org.dapple.core.files;

import org.jspecify.annotations.NullMarked;
