<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

/**
 * One process's way to the carts.
 */
interface Access
{
    /**
     * The next operations are another request's, which has read nothing yet.
     */
    public function beginRequest(): void;

    public function perform(Operation $operation): void;

    /**
     * Whether an operation can be part of a transaction of the application.
     */
    public function canSell(): bool;

    /**
     * In a transaction of the application, with something of its own beside the cart.
     *
     * @throws UnknownCommit if nobody knows whether it was committed
     */
    public function performWithSale(Operation $operation, int $process): void;

    /**
     * @param list<string> $keys of the metadata that is asked for
     *
     * @return array<string, int> quantities of items, values of conditions and metadata
     */
    public function numbers(string $cart, array $keys): array;

    /**
     * @return array<string, int>|null by process; null where nothing is sold
     */
    public function sales(): ?array;
}
