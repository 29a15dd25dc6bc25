<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use Random\Engine\Mt19937;
use Random\Randomizer;

/**
 * One change of the cart. All processes add to the shared items; each has items and conditions of its own beside, about
 * which only its own changes count.
 */
final readonly class Operation
{
    public const ADD = 'add';
    public const RAISE = 'raise';
    public const SET = 'set';
    public const REMOVE = 'remove';
    public const CONDITION = 'condition';
    public const REMOVE_CONDITION = 'remove condition';

    private const SHARED_ITEMS = 5;
    private const OWN_ITEMS = 25;
    private const OWN_CONDITIONS = 5;

    public function __construct(public string $kind, public string $name, public int $number)
    {
    }

    /**
     * The items that are in the cart before the processes begin.
     *
     * @return list<string>
     */
    public static function sharedItems(): array
    {
        return array_map(static fn (int $at): string => "shared-{$at}", range(1, self::SHARED_ITEMS));
    }

    /**
     * @return iterable<int, self>
     */
    public static function ofProcess(int $process, int $seed, int $count): iterable
    {
        $random = new Randomizer(new Mt19937($seed * 1000 + $process));

        for ($at = 0; $at < $count; $at++) {
            $shared = 'shared-' . $random->getInt(1, self::SHARED_ITEMS);
            $own = "item-{$process}-" . $random->getInt(1, self::OWN_ITEMS);
            $condition = "condition-{$process}-" . $random->getInt(1, self::OWN_CONDITIONS);
            $number = $random->getInt(1, 3);
            $dice = $random->getInt(1, 100);

            yield $at => match (true) {
                $dice <= 35 => new self(self::ADD, $shared, $number),
                $dice <= 55 => new self(self::RAISE, $shared, $number),
                $dice <= 75 => new self(self::ADD, $own, $number),
                $dice <= 80 => new self(self::SET, $own, $number),
                $dice <= 85 => new self(self::REMOVE, $own, 0),
                $dice <= 95 => new self(self::CONDITION, $condition, $number),
                default => new self(self::REMOVE_CONDITION, $condition, 0),
            };
        }
    }

    public function applyTo(Cart $cart): void
    {
        match ($this->kind) {
            self::ADD => $cart->add($this->name, ucfirst($this->name), 9.99, $this->number),
            self::RAISE => $cart->update($this->name, ['quantity' => $this->number]),
            self::SET => $cart->update($this->name, ['quantity' => ['value' => $this->number]]),
            self::REMOVE => $cart->remove($this->name),
            self::CONDITION => $cart->addCondition(new CartCondition($this->name, 'fee', 'total', "+{$this->number}")),
            self::REMOVE_CONDITION => $cart->removeCondition($this->name),
        };
    }
}
