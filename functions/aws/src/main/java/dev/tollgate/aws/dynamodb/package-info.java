/// How our DynamoDB clients and tables are made.
@NullMarked
package dev.tollgate.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
