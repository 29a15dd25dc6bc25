<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

/**
 * What one process of a race does.
 *
 * @internal
 */
enum Role: string
{
    /** Changes data, is killed and stopped. */
    case Writer = 'writer';

    /** Comes by the cache, and looks whether what it gets is old. */
    case Reader = 'reader';

    /** Looks when all is quiet whether everything adds up. */
    case Judge = 'judge';

    /** Does the checks for which one process is enough. */
    case Checker = 'checker';

    /** Measures what versions cost. */
    case Bench = 'bench';
}
