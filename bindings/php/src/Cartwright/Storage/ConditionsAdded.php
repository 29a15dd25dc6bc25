<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Throwable;

/**
 * What adding conditions came to.
 *
 * @internal
 */
final readonly class ConditionsAdded
{
    /**
     * @param int $count how many were put on, from the first one on
     * @param Throwable|null $refusal why the next one was refused; those before it are stored
     */
    public function __construct(public int $count, public ?Throwable $refusal = null)
    {
    }
}
