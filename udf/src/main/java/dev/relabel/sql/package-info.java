/**
 * Labels and predictions in Spark SQL: the functions and their registration, predictions of whole
 * tables, and the one form that labels have in tables.
 *
 * <p>The only package of this module that knows Spark. It uses nothing that Spark keeps to itself
 * and no collections of Scala's, because one jar runs on several versions of both. Start at {@link
 * dev.relabel.sql.RelabelFunctions}.
 */
@NullMarked
package dev.relabel.sql;

import org.jspecify.annotations.NullMarked;
