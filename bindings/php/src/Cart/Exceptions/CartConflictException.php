<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Exceptions;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Exceptions\HasKind;
use Exception;
use Illuminate\Support\Carbon;
use MasyukAI\Cart\Cart;

/**
 * Another request changed the cart first.
 */
class CartConflictException extends CartException implements EngineRefusal
{
    use HasKind;

    public const KIND = 'conflict';

    /** HTTP's "Conflict", so that a handler can use the code as it is. */
    private const CODE = 409;

    public function __construct(
        string $message,
        private readonly int $attemptedVersion,
        private readonly int $currentVersion,
        private readonly ?Cart $conflictedCart = null,
        private readonly ?array $conflictedData = null,
        ?Exception $previous = null,
    ) {
        parent::__construct($message, self::CODE, $previous);
    }

    /**
     * The cart that was to be stored, where somebody has given it.
     */
    public function getConflictedCart(): ?Cart
    {
        return $this->conflictedCart;
    }

    /**
     * What was to be stored, where somebody has given it.
     */
    public function getConflictedData(): ?array
    {
        return $this->conflictedData;
    }

    /**
     * The version that the change was made for.
     */
    public function getAttemptedVersion(): int
    {
        return $this->attemptedVersion;
    }

    /**
     * The version that is stored.
     */
    public function getCurrentVersion(): int
    {
        return $this->currentVersion;
    }

    /**
     * How many changes came in between.
     */
    public function getVersionDifference(): int
    {
        return $this->currentVersion - $this->attemptedVersion;
    }

    /**
     * Whether exactly one change came in between.
     */
    public function isMinorConflict(): bool
    {
        return $this->getVersionDifference() === 1;
    }

    /**
     * Words for what may be done now, such as `retry_with_refresh`.
     *
     * @return list<string>
     */
    public function getResolutionSuggestions(): array
    {
        $suggestions = $this->isMinorConflict()
            ? ['retry_with_refresh', 'merge_changes']
            : ['reload_cart', 'manual_resolution_required'];

        if ($this->conflictedCart !== null) {
            $suggestions[] = 'compare_with_current';
        }

        return $suggestions;
    }

    /**
     * All of that, for an answer as JSON.
     */
    public function toArray(): array
    {
        return [
            'error' => 'cart_conflict',
            'message' => $this->getMessage(),
            'attempted_version' => $this->attemptedVersion,
            'current_version' => $this->currentVersion,
            'version_difference' => $this->getVersionDifference(),
            'is_minor_conflict' => $this->isMinorConflict(),
            'resolution_suggestions' => $this->getResolutionSuggestions(),
            'timestamp' => Carbon::now()->toISOString(),
        ];
    }
}
