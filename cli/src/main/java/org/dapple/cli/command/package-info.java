/** Common parts of all commands: settings, options, the terminal and exit codes. */
@NullMarked
package org.dapple.cli.command;

import org.jspecify.annotations.NullMarked;
