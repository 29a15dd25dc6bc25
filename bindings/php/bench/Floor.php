<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Akaunting\Money\Money;
use Cartwright\Money\CartMoney;
use Cartwright\Native\Library;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Collections\CartConditionCollection;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Events\CartConditionAdded;
use MasyukAI\Cart\Events\ItemAdded;
use MasyukAI\Cart\Models\CartItem;
use PDOStatement;

/**
 * What no implementation can do without: a call into the library, a statement of SQLite, the same through Laravel, the
 * objects and events that PHP code is promised. Measured on a row of the same size in the same file.
 */
final class Floor
{
    /** What is measured, in the order of the report. */
    public const PARTS = [
        'native call',
        'sqlite: commit',
        'laravel: items, other length',
        'laravel: items, same length',
        'laravel: conditions',
        'laravel: read version',
        'laravel: read row',
        'item and its events',
        'condition events',
        'Money',
        'content array',
    ];

    /** What each operation needs at least, warm and cold, of the parts that are measured here. */
    private const OPERATIONS = [
        'add' => [['native call', 'laravel: items, other length', 'item and its events'], ['laravel: read row']],
        'update' => [['native call', 'laravel: items, same length', 'item and its events'], ['laravel: read row']],
        'remove' => [['native call', 'laravel: items, other length', 'item and its events'], ['laravel: read row']],
        'addCondition' => [['native call', 'laravel: conditions', 'condition events'], ['laravel: read row']],
        'total' => [['native call', 'laravel: read version', 'Money'], ['laravel: read row']],
        'content' => [['native call', 'laravel: read version', 'content array'], ['laravel: read row']],
    ];

    /** Parts of a warm operation that a cold one does not have, as it reads the whole row. */
    private const WARM_ONLY = ['laravel: read version'];

    private const READ_VERSION = 'select id, version from carts where identifier = ? and instance = ?';
    private const READ_ROW = 'select id, version, items, conditions from carts where identifier = ? and instance = ?';

    private readonly string $id;

    // SQLite writes only the pages that differ, so what is written has to differ from what is there, as a cart's change
    // does: where an item comes or goes the length is another and all pages are written, where a digit changes one is.
    private readonly string $items;
    private readonly string $itemsOfSameLength;
    private readonly string $moreItems;

    /** @var array{string, string} */
    private readonly array $conditions;

    private readonly string $content;
    private readonly CartConditionCollection $noConditions;
    private readonly CartCondition $coupon;
    private readonly PDOStatement $statement;
    private int $version = 1;

    /**
     * @param Cart $cart any cart, for the events
     * @param string $identifier of the row that is read and written
     */
    public function __construct(
        private readonly Shop $shop,
        private readonly Cart $cart,
        private readonly string $identifier,
    ) {
        $row = $shop->connection->selectOne(self::READ_ROW, [$identifier, 'default']);
        $this->id = $row->id;
        $this->items = $row->items;
        $color = (int) strpos($row->items, '"indigo"', intdiv(strlen($row->items), 3));
        $this->itemsOfSameLength = substr_replace($row->items, '"orange"', $color, strlen('"orange"'));
        $this->moreItems = '{"front":' . json_encode(Goods::item(0)) . ',' . substr($row->items, 1);
        $this->conditions = [$row->conditions, str_replace('"-5"', '"-6"', $row->conditions)];
        $this->content = serialize($cart->content());
        $this->noConditions = new CartConditionCollection();
        $this->coupon = new CartCondition(...Goods::COUPONS[0]);
        $this->statement = $shop->connection->getPdo()->prepare(
            'update carts set items = ?, version = ?, updated_at = ? where id = ?',
        );
    }

    public function measure(Samples $samples): void
    {
        $library = Library::instance();
        $connection = $this->shop->connection;
        $samples->timeMany('native call', 20, static fn (): int => $library->abiEpoch());
        $samples->time('sqlite: commit', $this->commit(...));
        $samples->time('laravel: items, other length', fn (): int => $this->update('items', $this->items));
        $samples->time('laravel: items, same length', fn (): int => $this->update('items', $this->itemsOfSameLength));
        $samples->time(
            'laravel: conditions',
            fn (): int => $this->update('conditions', $this->conditions[$this->version % 2]),
        );
        $samples->time(
            'laravel: read version',
            fn (): object => $connection->selectOne(self::READ_VERSION, [$this->identifier, 'default'], false),
        );
        $samples->time(
            'laravel: read row',
            fn (): object => $connection->selectOne(self::READ_ROW, [$this->identifier, 'default'], false),
        );
        $samples->time('item and its events', $this->itemWithItsEvents(...));
        $samples->time('condition events', $this->conditionEvents(...));
        $samples->time('Money', static fn (): Money => Money::{CartMoney::currency()}(123.45));
        $samples->time(
            'content array',
            fn (): array => unserialize($this->content, ['allowed_classes' => false]),
        );
    }

    /**
     * The sum of what an operation needs at least, in microseconds.
     */
    public static function of(string $operation, Samples $samples, bool $cold): float
    {
        [$parts, $onlyCold] = self::OPERATIONS[$operation];

        if ($cold) {
            $parts = [...array_diff($parts, self::WARM_ONLY), ...$onlyCold];
        }

        return array_sum(array_map($samples->median(...), $parts));
    }

    private function commit(): void
    {
        $this->statement->execute([$this->moreItems, ++$this->version, '2026-01-01 00:00:00', $this->id]);
    }

    private function update(string $column, string $text): int
    {
        return $this->shop->connection->affectingStatement(
            "update carts set {$column} = ?, version = ?, updated_at = ? where id = ?",
            [$text, ++$this->version, '2026-01-01 00:00:00', $this->id],
        );
    }

    private function itemWithItsEvents(): void
    {
        [$id, $name, $price, $quantity, $attributes] = Goods::item(7);
        $item = CartItem::fromChecked($id, $name, $price, $quantity, $attributes, $this->noConditions, null);
        $this->shop->events->dispatch(new ItemAdded($item, $this->cart));
    }

    private function conditionEvents(): void
    {
        $this->shop->events->dispatch(new CartConditionAdded($this->coupon, $this->cart));
    }
}
