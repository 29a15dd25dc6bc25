<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Cartwright\Native\Abi;
use Cartwright\Native\ItemUpdate;
use Cartwright\Native\NativeCart;
use Cartwright\Native\NativeEngine;
use Cartwright\Native\NewItem;
use Closure;

/**
 * A cart of one size in one of the ways in which carts live, and what whole operations on it cost: what the host has to do
 * before (cold: the handle has nothing) and after (a hosted cart: the text that is to be stored) is part of them.
 */
final class CartWay
{
    public const OPERATIONS = ['add', 'update', 'remove', 'addCondition', 'total', 'content'];

    public const WAYS = ['hosted, text', 'hosted, primed', 'memory', 'SQLite, compatible', 'SQLite, own'];

    private readonly NewItem $item;
    private int $turn = 0;

    /**
     * @param Closure(bool): void $takeOver what makes the handle hold the cart, if it holds nothing; whether the item that
     *     was added is in it
     * @param Closure(): void $store what a host does after a change
     */
    private function __construct(
        public readonly string $name,
        private readonly NativeCart $cart,
        int $items,
        private readonly Closure $takeOver,
        private readonly Closure $store,
    ) {
        $this->item = NativeGoods::item($items + 1);
    }

    /**
     * @return list<self>
     */
    public static function all(int $items, string $directory): array
    {
        $nothing = static function (): void {
        };
        // With room for the item that is added to as many as may be measured.
        $limits = ['items' => 2000];
        $ways = [self::text($items), self::primed($items)];
        $stores = ['memory' => 'memory', 'SQLite, compatible' => 'sqlite', 'SQLite, own' => 'sqlite-own'];

        foreach ($stores as $name => $store) {
            $place = $store === 'memory' ? $store : "{$store}:{$directory}/{$store}-{$items}.sqlite";
            $cart = NativeEngine::open(['store' => $place, 'limits' => $limits])->cart('user-7');
            NativeGoods::fill($cart, $items);
            $ways[] = new self($name, $cart, $items, $nothing, $nothing);
        }

        return $ways;
    }

    /**
     * The host has the text of the columns, as from a database or a cache, and stores it again.
     */
    private static function text(int $items): self
    {
        $cart = NativeGoods::cart($items);
        $columns = array_replace(['items' => null, 'conditions' => null, 'metadata' => null], $cart->pendingColumns());
        $cart->committed();

        return new self(
            'hosted, text',
            $cart,
            $items,
            static function (bool $added) use ($cart, &$columns): void {
                $cart->load(...$columns);
            },
            static function () use ($cart, &$columns): void {
                $columns = array_replace($columns, $cart->pendingColumns());
                $cart->committed();
            },
        );
    }

    /**
     * The host has values, as from a session, and hands over what is computed with; it stores what it has itself.
     */
    private static function primed(int $items): self
    {
        $cart = NativeGoods::cart($items);
        $conditions = json_encode($cart->conditions(), JSON_THROW_ON_ERROR);
        $line = static function (int $number): array {
            [$id, , $price, $quantity] = Goods::item($number);

            return [$id, $price, $quantity];
        };
        $lines = array_map($line, range(1, $items));
        $more = [...$lines, $line($items + 1)];

        return new self(
            'hosted, primed',
            $cart,
            $items,
            static function (bool $added) use ($cart, $lines, $more, $conditions): void {
                $cart->prime();

                foreach ($added ? $more : $lines as [$id, $price, $quantity]) {
                    $cart->primeLine($id, $price, $quantity);
                }

                $cart->primeConditions($conditions);
                $cart->primed();
            },
            static fn () => $cart->committed(),
        );
    }

    /**
     * Each operation once, on a handle that holds the cart or on one that holds nothing.
     */
    public function measure(Samples $samples, bool $cold): void
    {
        $state = $cold ? 'cold' : 'warm';

        foreach (self::OPERATIONS as $operation) {
            $work = $this->operation($operation);
            $this->prepare($operation, $cold);
            $samples->time(
                "{$this->name}/{$state}/{$operation}",
                $cold ? fn () => $this->fromNothing($work, $operation === 'remove') : $work,
            );
        }
    }

    private function prepare(string $operation, bool $cold): void
    {
        $this->turn++;

        if ($operation === 'total' || $operation === 'content') {
            // What was computed before is not asked for again.
            $this->operation('update')();
        }

        if ($cold) {
            $this->cart->forget();
        }
    }

    private function fromNothing(Closure $work, bool $added): void
    {
        ($this->takeOver)($added);
        $work();
    }

    private function operation(string $operation): Closure
    {
        $quantity = 1 + $this->turn % 9;

        return match ($operation) {
            'add' => function (): void {
                $this->cart->add($this->item);
                ($this->store)();
            },
            'update' => function () use ($quantity): void {
                $this->cart->update(Goods::id(1), new ItemUpdate(Abi::QUANTITY_TO, $quantity, null, null, null));
                ($this->store)();
            },
            'remove' => function (): void {
                $this->cart->remove($this->item->id);
                ($this->store)();
            },
            'addCondition' => function (): void {
                $this->cart->addCondition(NativeGoods::condition(Goods::COUPONS[intdiv($this->turn, count(self::OPERATIONS)) % 2]));
                ($this->store)();
            },
            'total' => fn (): int|float => $this->cart->sum(Abi::SUM_TOTAL, 'USD'),
            'content' => fn (): array => $this->cart->content('default', 'USD'),
        };
    }
}
