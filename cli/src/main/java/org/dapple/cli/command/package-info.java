/** What all commands share: settings, options, the terminal, exit codes. */
@NullMarked
package org.dapple.cli.command;

import org.jspecify.annotations.NullMarked;
