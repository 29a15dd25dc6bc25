<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

/**
 * A reservation that was paid for.
 */
final readonly class Commitment
{
    /**
     * @param bool $late whether the lease had run out, and the stock was taken again
     * @param bool $again whether it was committed before, and this is the first answer again
     */
    public function __construct(public string $order, public string $fence, public bool $late, public bool $again)
    {
    }
}
