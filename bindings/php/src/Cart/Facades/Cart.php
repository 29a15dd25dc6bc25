<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Facades;

use Cartwright\Testing\CartFake;
use Illuminate\Support\Facades\Facade;

/**
 * The cart of whoever is asking: calls go to the CartManager, and from there to the current Cart.
 *
 * @method static \MasyukAI\Cart\Cart getCurrentCart()
 * @method static \MasyukAI\Cart\Cart getCartInstance(string $name, ?string $identifier = null)
 * @method static string instance()
 * @method static \MasyukAI\Cart\CartManager setInstance(string $name)
 * @method static \MasyukAI\Cart\Storage\StorageInterface session(?string $sessionKey = null)
 * @method static mixed retryWithBackoff(\Closure $operation)
 * @method static array getMetrics()
 * @method static void recordConversion(array $context = [])
 * @method static void recordAbandonment(array $context = [])
 * @method static \Akaunting\Money\Money subtotal()
 * @method static \Akaunting\Money\Money total()
 * @method static \Akaunting\Money\Money subtotalWithoutConditions()
 * @method static \Akaunting\Money\Money totalWithoutConditions()
 * @method static \Akaunting\Money\Money savings()
 * @method static float getRawSubtotal()
 * @method static float getRawTotal()
 * @method static float getRawSubtotalWithoutConditions()
 * @method static int getTotalQuantity()
 * @method static int count()
 * @method static int countItems()
 * @method static \MasyukAI\Cart\Cart addCondition(\MasyukAI\Cart\Conditions\CartCondition|array $condition)
 * @method static \MasyukAI\Cart\Collections\CartConditionCollection getConditions()
 * @method static ?\MasyukAI\Cart\Conditions\CartCondition getCondition(string $name)
 * @method static bool removeCondition(string $name)
 * @method static bool clearConditions()
 * @method static \MasyukAI\Cart\Collections\CartConditionCollection getConditionsByType(string $type)
 * @method static bool removeConditionsByType(string $type)
 * @method static \MasyukAI\Cart\Cart addDiscount(string $name, string $value, string $target = 'subtotal')
 * @method static \MasyukAI\Cart\Cart addTax(string $name, string $value, string $target = 'subtotal')
 * @method static \MasyukAI\Cart\Cart addFee(string $name, string $value, string $target = 'total')
 * @method static bool addItemCondition(string $itemId, \MasyukAI\Cart\Conditions\CartCondition $condition)
 * @method static bool removeItemCondition(string $itemId, string $conditionName)
 * @method static bool clearItemConditions(string $itemId)
 * @method static \MasyukAI\Cart\Cart addShipping(string $name, string|float $value, string $method = 'standard', array $attributes = [])
 * @method static void removeShipping()
 * @method static ?\MasyukAI\Cart\Conditions\CartCondition getShipping()
 * @method static ?string getShippingMethod()
 * @method static ?float getShippingValue()
 * @method static \MasyukAI\Cart\Cart registerDynamicCondition(\MasyukAI\Cart\Conditions\CartCondition $condition)
 * @method static \MasyukAI\Cart\Collections\CartConditionCollection getDynamicConditions()
 * @method static \MasyukAI\Cart\Cart removeDynamicCondition(string $name)
 * @method static void evaluateDynamicConditions()
 * @method static string getIdentifier()
 * @method static bool clear()
 * @method static \MasyukAI\Cart\Models\CartItem|\MasyukAI\Cart\Collections\CartCollection add(array|string|int $id, ?string $name = null, string|int|float|null $price = null, int $quantity = 1, array $attributes = [], object|array|null $conditions = null, object|string|null $associatedModel = null)
 * @method static ?\MasyukAI\Cart\Models\CartItem update(string|int $id, array $data)
 * @method static ?\MasyukAI\Cart\Models\CartItem remove(string|int $id)
 * @method static ?\MasyukAI\Cart\Models\CartItem get(string|int $id)
 * @method static bool has(string|int $id)
 * @method static \MasyukAI\Cart\Collections\CartCollection search(callable $callback)
 * @method static \MasyukAI\Cart\Collections\CartCollection getItems()
 * @method static bool isEmpty()
 * @method static array content()
 * @method static array getContent()
 * @method static array toArray()
 * @method static \MasyukAI\Cart\Cart setMetadata(string $key, mixed $value)
 * @method static mixed getMetadata(string $key, mixed $default = null)
 * @method static bool hasMetadata(string $key)
 * @method static \MasyukAI\Cart\Cart removeMetadata(string $key)
 * @method static \MasyukAI\Cart\Cart setMetadataBatch(array $metadata)
 * @method static \MasyukAI\Cart\Storage\StorageInterface storage()
 *
 * @see \MasyukAI\Cart\CartManager
 * @see \MasyukAI\Cart\Cart
 */
class Cart extends Facade
{
    /**
     * Moves a cart to another identifier, in the place of the cart there. With one argument, an object: that takes the
     * place of the manager, as with every facade of Laravel, so that spy() and shouldReceive() work.
     *
     * @param string|object $oldIdentifier
     *
     * @return bool|null whether there was a cart to move; null for an object
     */
    public static function swap($oldIdentifier, ?string $newIdentifier = null, string $instance = 'default')
    {
        if ($newIdentifier === null) {
            parent::swap($oldIdentifier);

            return null;
        }

        return static::getFacadeRoot()->swap($oldIdentifier, $newIdentifier, $instance);
    }

    /**
     * Puts carts in memory in the place of the application's, to be asked afterwards what happened to them.
     */
    public static function fake(): CartFake
    {
        $fake = new CartFake();
        static::swap($fake);

        return $fake;
    }

    /**
     * @param string $method
     * @param array<array-key, mixed> $arguments
     */
    public static function __callStatic($method, $arguments): mixed
    {
        return static::getFacadeRoot()->{$method}(...$arguments);
    }

    protected static function getFacadeAccessor(): string
    {
        return 'cart';
    }
}
