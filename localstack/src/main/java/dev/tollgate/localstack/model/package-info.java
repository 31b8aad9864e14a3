/// The real model of the local stack: its file, its process, and the way to it.
@NullMarked
package dev.tollgate.localstack.model;

import org.jspecify.annotations.NullMarked;
