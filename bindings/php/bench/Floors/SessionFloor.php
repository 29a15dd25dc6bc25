<?php

declare(strict_types=1);

namespace Cartwright\Bench\Floors;

use Cartwright\Bench\Samples;
use Illuminate\Contracts\Session\Session;

/**
 * Laravel's session: what is read and put are arrays that PHP has.
 */
final class SessionFloor implements StorageFloor
{
    private const GET = 'session: get';
    private const PUT = 'session: put';

    private const OPERATIONS = [
        'add' => [self::GET, self::PUT, self::CALL, self::ITEM],
        'update' => [self::GET, self::PUT, self::CALL, self::ITEM],
        'remove' => [self::GET, self::PUT, self::CALL, self::ITEM],
        'addCondition' => [self::GET, self::PUT, self::CALL, self::CONDITION],
        'total' => [self::GET, self::GET, self::CALL, self::MONEY],
        // The arrays of the content are those of the session.
        'content' => [self::GET, self::GET, self::CALL],
    ];

    /**
     * @param array<array-key, mixed> $items
     * @param array<array-key, mixed> $conditions
     */
    public function __construct(private readonly Session $session, private array $items, array $conditions)
    {
        $session->put('cart.floor.default', ['items' => $items, 'conditions' => $conditions]);
    }

    public function measure(Samples $samples): void
    {
        $samples->timeMany(self::GET, 5, fn (): array => $this->session->get('cart.floor.default.items', []));
        $samples->timeMany(self::PUT, 5, function (): void {
            $this->session->put('cart.floor.default.items', $this->items);
        });
    }

    public function partsOf(string $operation, bool $cold): array
    {
        return self::OPERATIONS[$operation];
    }
}
