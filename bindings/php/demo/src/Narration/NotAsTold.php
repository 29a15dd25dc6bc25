<?php

declare(strict_types=1);

namespace Cartwright\Demo\Narration;

use RuntimeException;

/**
 * Something did not happen as the demo tells it.
 */
final class NotAsTold extends RuntimeException
{
}
