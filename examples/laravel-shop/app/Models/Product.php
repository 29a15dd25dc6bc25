<?php

declare(strict_types=1);

namespace App\Models;

use Akaunting\Money\Money;
use Cartwright\Versions\VersionsData;
use Illuminate\Database\Eloquent\Model;
use MasyukAI\Cart\Conditions\CartCondition;

/**
 * What is on the shelf. Whoever changes it raises the version of `products`, in the same transaction.
 *
 * @property string $id
 * @property string $name
 * @property string $description
 * @property int $price in cents
 * @property array<string, string> $details
 * @property string|null $offer such as -10%
 * @property string|null $offer_name
 */
class Product extends Model
{
    use VersionsData;

    public $incrementing = false;

    public $timestamps = false;

    protected $keyType = 'string';

    protected $guarded = [];

    protected $casts = ['price' => 'integer', 'details' => 'array'];

    public function money(): Money
    {
        return Money::USD($this->price);
    }

    /**
     * What its price is changed by wherever it is in a cart.
     *
     * @return list<CartCondition>
     */
    public function conditions(): array
    {
        return $this->offer === null
            ? []
            : [new CartCondition((string) $this->offer_name, 'discount', 'item', $this->offer)];
    }
}
