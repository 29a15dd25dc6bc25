<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use Illuminate\Database\Connection;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Storage\StorageInterface;
use Throwable;

/**
 * Carts of a storage, with the application's database where they are in it.
 */
final class StorageAccess implements Access
{
    /** @var array<string, Cart> those of this request */
    private array $carts = [];

    public function __construct(
        private readonly StorageInterface $storage,
        private readonly ?Connection $connection = null,
    ) {
    }

    public function beginRequest(): void
    {
        $this->carts = [];
    }

    public function perform(Operation $operation): void
    {
        $operation->applyTo($this->cart($operation->cart));
    }

    public function canSell(): bool
    {
        return $this->connection !== null;
    }

    public function performWithSale(Operation $operation, int $process): void
    {
        $isCommitting = false;

        try {
            $this->connection?->transaction(function () use ($operation, $process, &$isCommitting): void {
                $isCommitting = false;
                $this->perform($operation);
                $this->connection?->table('sales')->where('process', $process)->increment('made');
                $isCommitting = true;
            }, 5);
        } catch (Throwable $failure) {
            throw $isCommitting ? new UnknownCommit('The answer to COMMIT was lost', 0, $failure) : $failure;
        }
    }

    public function numbers(string $cart, array $keys): array
    {
        $content = $this->cart($cart)->content();

        return array_map(static fn (array $item): int => $item['quantity'], $content['items'])
            + array_map(static fn (array $condition): int => (int) $condition['value'], $content['conditions'])
            + array_map(intval(...), array_filter(
                array_combine($keys, array_map($this->cart($cart)->getMetadata(...), $keys)),
                static fn (mixed $value): bool => $value !== null,
            ));
    }

    public function sales(): ?array
    {
        $made = $this->connection?->table('sales')->pluck('made', 'process')->all();

        return $made === null ? null : array_combine(
            array_map(static fn (int $process): string => "process {$process}", array_keys($made)),
            array_map(intval(...), $made),
        );
    }

    private function cart(string $customer): Cart
    {
        return $this->carts[$customer] ??= new Cart($this->storage, $customer);
    }
}
