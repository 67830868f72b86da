/** What the tests of every module share; compiled into each module's tests, part of no artefact. */
@NullMarked
package org.dapple.testing;

import org.jspecify.annotations.NullMarked;
