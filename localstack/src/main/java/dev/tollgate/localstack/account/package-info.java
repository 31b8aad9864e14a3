/// The AWS account of a local stack: who may sign requests, STS, and the way to DynamoDB, which
/// holds each request against the policies of who signed it. Imported by what plays an AWS service.
@NullMarked
package dev.tollgate.localstack.account;

import org.jspecify.annotations.NullMarked;
