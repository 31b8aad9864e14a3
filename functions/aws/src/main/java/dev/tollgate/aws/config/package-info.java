/// The config table: the platform's and the tenants' configuration in DynamoDB, and the cache in
/// front of it.
@NullMarked
package dev.tollgate.aws.config;

import org.jspecify.annotations.NullMarked;
