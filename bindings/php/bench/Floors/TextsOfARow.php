<?php

declare(strict_types=1);

namespace Cartwright\Bench\Floors;

use Cartwright\Bench\Goods;

/**
 * Texts to write into a row of carts. SQLite writes only the pages that differ, so what is written has to differ from
 * what is there, as a cart's change does: where an item comes or goes the length is another and all pages are written,
 * where a digit changes one is.
 */
final readonly class TextsOfARow
{
    public string $items;
    public string $itemsOfSameLength;
    public string $moreItems;

    /** @var array{string, string} */
    public array $conditions;

    /**
     * @param array<array-key, mixed> $items
     * @param array<array-key, mixed> $conditions
     */
    public function __construct(array $items, array $conditions)
    {
        $this->items = json_encode($items, JSON_THROW_ON_ERROR);
        $color = (int) strpos($this->items, '"indigo"', intdiv(strlen($this->items), 3));
        $this->itemsOfSameLength = substr_replace($this->items, '"orange"', $color, strlen('"orange"'));
        $this->moreItems = '{"front":' . json_encode(Goods::item(0)) . ',' . substr($this->items, 1);
        $text = json_encode($conditions, JSON_THROW_ON_ERROR);
        $this->conditions = [$text, str_replace('"-5"', '"-6"', $text)];
    }
}
