<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use Cartwright\Storage\CartMerge;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use Random\Engine\Mt19937;
use Random\Randomizer;

/**
 * One change of a cart. All processes add to the shared items; each has items, conditions and metadata of its own
 * beside, about which only its own changes count. In the middle of its work each fills a guest's cart and has it taken
 * in.
 */
final readonly class Operation
{
    public const ADD = 'add';
    public const RAISE = 'raise';
    public const SET = 'set';
    public const REMOVE = 'remove';
    public const CONDITION = 'condition';
    public const REMOVE_CONDITION = 'remove condition';
    public const METADATA = 'metadata';
    public const MERGE = 'merge';

    public const OWN_METADATA = 3;

    private const SHARED_ITEMS = 5;
    private const OWN_ITEMS = 25;
    private const OWN_CONDITIONS = 5;

    /**
     * @param string $name of an item, a condition or a key; of a merge, whose cart is taken in
     */
    public function __construct(public string $kind, public string $cart, public string $name, public int $number)
    {
    }

    /**
     * The items that are in each cart before the processes begin.
     *
     * @return list<string>
     */
    public static function sharedItems(): array
    {
        return array_map(static fn (int $at): string => "shared-{$at}", range(1, self::SHARED_ITEMS));
    }

    /**
     * @return list<string>
     */
    public static function customers(int $carts): array
    {
        return array_map(static fn (int $at): string => "customer-{$at}", range(1, $carts));
    }

    /**
     * By whose session a cart is reached: a request sees one session, so a guest's cart is in the one of his host.
     */
    public static function visitorOf(string $cart, int $carts): string
    {
        return str_starts_with($cart, 'guest-') ? self::hostOf((int) substr($cart, strlen('guest-')), $carts) : $cart;
    }

    public static function guest(int $process): string
    {
        return "guest-{$process}";
    }

    /**
     * The customer whose cart takes in a process's guest.
     */
    public static function hostOf(int $process, int $carts): string
    {
        return 'customer-' . (($process - 1) % $carts + 1);
    }

    /**
     * The item that nobody else has.
     */
    public static function broughtBy(string $guest): string
    {
        return "brought-by-{$guest}";
    }

    /**
     * @return list<string> the keys of metadata that a process writes
     */
    public static function keysOf(int $process): array
    {
        return array_map(static fn (int $at): string => "note-{$process}-{$at}", range(1, self::OWN_METADATA));
    }

    /**
     * @return iterable<int, self> always the same for the same numbers
     */
    public static function ofProcess(int $process, int $seed, int $count, int $carts): iterable
    {
        $random = new Randomizer(new Mt19937($seed * 1000 + $process));
        $guest = self::guest($process);
        $merge = intdiv($count, 2);

        for ($at = 0; $at < $count; $at++) {
            $drawn = self::draw($random, $process, $carts);
            yield $at => match ($at) {
                $merge => new self(self::ADD, $guest, self::broughtBy($guest), 1),
                $merge + 1 => new self(self::ADD, $guest, 'shared-1', 2),
                $merge + 2 => new self(self::MERGE, self::hostOf($process, $carts), $guest, 0),
                default => $drawn,
            };
        }
    }

    private static function draw(Randomizer $random, int $process, int $carts): self
    {
        $cart = 'customer-' . $random->getInt(1, $carts);
        $shared = 'shared-' . $random->getInt(1, self::SHARED_ITEMS);
        $own = "item-{$process}-" . $random->getInt(1, self::OWN_ITEMS);
        $condition = "condition-{$process}-" . $random->getInt(1, self::OWN_CONDITIONS);
        $key = "note-{$process}-" . $random->getInt(1, self::OWN_METADATA);
        $number = $random->getInt(1, 3);
        $dice = $random->getInt(1, 100);

        return match (true) {
            $dice <= 30 => new self(self::ADD, $cart, $shared, $number),
            $dice <= 50 => new self(self::RAISE, $cart, $shared, $number),
            $dice <= 70 => new self(self::ADD, $cart, $own, $number),
            $dice <= 75 => new self(self::SET, $cart, $own, $number),
            $dice <= 80 => new self(self::REMOVE, $cart, $own, 0),
            $dice <= 88 => new self(self::CONDITION, $cart, $condition, $number),
            $dice <= 92 => new self(self::REMOVE_CONDITION, $cart, $condition, 0),
            default => new self(self::METADATA, $cart, $key, $number),
        };
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
            self::METADATA => $cart->setMetadata($this->name, $this->number),
            self::MERGE => CartMerge::merge($cart->storage(), $this->cart, $this->name),
        };
    }

    /**
     * @return list<string|int>
     */
    public function toArray(): array
    {
        return [$this->kind, $this->cart, $this->name, $this->number];
    }
}
