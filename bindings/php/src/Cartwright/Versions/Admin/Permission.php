<?php

declare(strict_types=1);

namespace Cartwright\Versions\Admin;

/**
 * The gates that an application grants to those who look after its versions. One that it does not define is granted to nobody.
 */
enum Permission: string
{
    /** To see versions, metrics, incidents and the audit trail. */
    case View = 'viewVersions';

    /** To publish what is committed, and to close the circuit. */
    case Repair = 'repairVersions';

    /** To make everything unreachable that the versioned cache has kept. */
    case Clear = 'clearVersionedCache';

    /** To begin to count anew, after a false alarm. */
    case Reset = 'resetVersionMetrics';
}
