<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use RuntimeException;

/**
 * The application's own COMMIT was sent and not answered.
 */
final class UnknownCommit extends RuntimeException
{
}
