/** Tests of the SQL functions. */
@NullMarked
package dev.relabel.sql;

import org.jspecify.annotations.NullMarked;
